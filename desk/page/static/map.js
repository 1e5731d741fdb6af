// The desk's map. It asks this program alone: for outlines, once; for what stands in the
// view, each time that it moves; for the operator's own file, if there is one. It writes
// no HTML: elements are made, and texts put into them.
"use strict";
(() => {
  const box = document.getElementById("map"), says = document.getElementById("says"), list = document.getElementById("inview");
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const map = L.map(box, { zoomControl: false, attributionControl: false, preferCanvas: true, minZoom: 1, maxZoom: 19, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, maxBoundsViscosity: 1, maxBounds: [[-90, -540], [90, 540]] });
  const here = box.dataset, world = [[-58, -170], [76, 178]];
  const start = here.south === undefined ? world : [[+here.south, +here.west], [+here.north, +here.east < +here.west ? +here.east + 360 : +here.east]];
  map.fitBounds(start, { maxZoom: 12, padding: [24, 24] });
  const shapes = L.layerGroup().addTo(map), marks = L.layerGroup().addTo(map);
  const frontiers = L.layerGroup(), showBorders = document.getElementById("borders");

  // Outlines: what the program has, in hundredths of a degree.
  const line = (flat) => { const out = []; for (let i = 0; i < flat.length; i += 2) out.push([flat[i + 1] / 100, flat[i] / 100]); return out; };
  const outlines = fetch("/map/outlines").then((r) => r.json()).then((o) => {
    L.polygon(o.land.map(line), { color: css("--coast"), weight: 1, fillColor: css("--land"), fillOpacity: 1, interactive: false }).addTo(shapes);
    L.polyline(o.borders.map(line), { color: css("--coast"), weight: 1, dashArray: "3 3", interactive: false }).addTo(frontiers);
    if (here.detail) detail();
    borders();
  });
  const borders = () => { if (showBorders.checked) frontiers.addTo(map); else frontiers.remove(); };
  showBorders.addEventListener("change", borders);

  // The operator's own file, above the outlines.
  const detail = () => protomapsL.leafletLayer({ url: new URL(here.detail, location.href).href, flavor: "light", lang: document.documentElement.lang, noWrap: true }).addTo(map);

  const near = (lon) => lon + 360 * Math.round((map.getCenter().lng - lon) / 360);
  const turn = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const view = () => {
    const b = map.getBounds(), wide = b.getEast() - b.getWest() >= 360, at = (n, most) => Math.max(-most, Math.min(most, n)).toFixed(5);
    return { south: at(b.getSouth(), 90), north: at(b.getNorth(), 90), west: wide ? "-180" : at(turn(b.getWest()), 180), east: wide ? "180" : at(turn(b.getEast()), 180), zoom: Math.round(map.getZoom()) };
  };
  let asked = 0;
  const refresh = async () => {
    const mine = ++asked, q = new URLSearchParams(here.query);
    for (const [k, v] of Object.entries(view())) q.set(k, v);
    try {
      await outlines;
      const r = await fetch("/map/view?" + q, { headers: { Accept: "application/json" } });
      if (!r.ok) throw new Error(r.status);
      const got = await r.json();
      if (mine !== asked) return; // the map has moved on
      says.textContent = got.says;
      draw(got.clusters);
    } catch { says.textContent = here.failed; }
    box.dataset.drawn = mine;
  };
  const draw = (clusters) => {
    marks.clearLayers();
    list.replaceChildren();
    for (const c of clusters) {
      const at = [c.lat, near(c.lon)], size = c.count === 1 ? 24 : Math.min(54, 28 + 6 * Math.log10(c.count));
      if (c.reach) L.circle(at, { radius: c.reach, color: css("--link"), weight: 1, fillOpacity: 0.12, interactive: false }).addTo(marks);
      const face = document.createElement("span");
      face.textContent = c.count === 1 ? "" : String(c.count);
      const icon = L.divIcon({ html: face, className: "at " + c.kind + " s" + c.severe, iconSize: [size, size] });
      const mark = L.marker(at, { icon, title: c.says, riseOnHover: true }).addTo(marks);
      mark.getElement().setAttribute("aria-label", c.says);
      const go = () => {
        if (c.count === 1) { location.href = c.link; return; }
        const [s, w, n, e] = c.box, far = e < w ? e + 360 : e;
        if (map.getZoom() >= 17 || (n - s < 1e-6 && far - w < 1e-6)) { location.href = c.link; return; }
        map.fitBounds([[s, near(w)], [n, near(w) + far - w]], { padding: [40, 40], maxZoom: 17 });
      };
      mark.on("click", go);
      mark.on("keypress", (e) => { if (e.originalEvent.key === "Enter") go(); });
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = c.link;
      link.textContent = c.says;
      item.append(link);
      if (list.childElementCount < 20) list.append(item);
    }
  };
  document.getElementById("in").addEventListener("click", () => map.zoomIn());
  document.getElementById("out").addEventListener("click", () => map.zoomOut());
  document.getElementById("all").addEventListener("click", () => map.fitBounds(world));
  map.on("moveend", refresh);
  refresh();
})();
