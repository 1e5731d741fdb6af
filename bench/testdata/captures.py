"""The question of 'bulkhead sim cascade', asked in networkx or igraph.

usage: captures.py networkx|igraph MEMBERS RUNS P HOPS

It builds the tree of cells (one pair a lead, a founders' pair on top) and draws
captures: everybody taken gives up each contact once with probability P. Prints the
seconds of processor time of building, of asking, and how many others are taken on
average, besides the first.
"""

import random
import sys
import time


def links(n):
    yield 0, 1
    for v in range(2, n):
        yield v, (v - 2) // 2
        if v % 2 == 1:
            yield v - 1, v


def captures(neighbours, n, runs, p, hops):
    draw, choose = random.random, random.randrange
    total = 0
    for _ in range(runs):
        seed = choose(n)
        taken = {seed}
        last = [seed]
        for _ in range(hops):
            following = []
            for v in last:
                for u in neighbours(v):
                    if u not in taken and draw() < p:
                        taken.add(u)
                        following.append(u)
            last = following
        total += len(taken) - 1
    return total / runs


def main():
    library = sys.argv[1]
    random.seed(1)
    if library == "networkx":
        import networkx as nx
    else:
        import igraph as ig
    begun = time.process_time()
    n, runs, p, hops = int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    edges = links(n)
    if library == "networkx":
        g = nx.Graph()
        g.add_nodes_from(range(n))
        g.add_edges_from(edges)
        neighbours = g.adj.__getitem__
    else:
        g = ig.Graph(n=n, edges=list(edges))
        neighbours = g.neighbors
    built = time.process_time()
    answer = captures(neighbours, n, runs, p, hops)
    print(built - begun, time.process_time() - built, answer)


main()
