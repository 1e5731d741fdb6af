"""The question of 'bulkhead sim cascade', asked in networkx or igraph.

usage: captures.py networkx|igraph captures MEMBERS RUNS P HOPS
       captures.py networkx|igraph distances FILE

The first builds the tree of cells (one pair a lead, a founders' pair on top) and
draws captures: everybody taken gives up each contact once with probability P.
The second adds up all distances of a list of links. Prints the seconds of
processor time of building, of asking, and the answer.
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
        total += len(taken)
    return total / runs


def main():
    library, question = sys.argv[1:3]
    random.seed(1)
    if library == "networkx":
        import networkx as nx
    else:
        import igraph as ig
    begun = time.process_time()
    if question == "captures":
        n, runs, p, hops = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), int(sys.argv[6])
        edges = links(n)
    else:
        edges = [tuple(map(int, l.split())) for l in open(sys.argv[3]) if len(l.split()) == 2]
        n = 1 + max(max(e) for e in edges)
    if library == "networkx":
        g = nx.Graph()
        g.add_nodes_from(range(n))
        g.add_edges_from(edges)
        neighbours = g.adj.__getitem__
    else:
        g = ig.Graph(n=n, edges=list(edges))
        neighbours = g.neighbors
    built = time.process_time()
    if question == "captures":
        answer = captures(neighbours, n, runs, p, hops)
    elif library == "networkx":
        answer = round(nx.average_shortest_path_length(g) * n * (n - 1))
    else:
        answer = round(g.average_path_length() * n * (n - 1))
    print(built - begun, time.process_time() - built, answer)


main()
