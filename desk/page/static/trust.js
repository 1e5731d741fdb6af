// What of others' scripts may become HTML on the map's page: the one text by which Leaflet
// asks the browser, when it loads, whether it can draw. Everything else is refused.
"use strict";
trustedTypes?.createPolicy("default", { createHTML: (text) => (text === "<svg/>" ? text : null) });
