// htmx as our content security policy wants it: no inline style, no evaluated script.
if (window.htmx) Object.assign(htmx.config, { includeIndicatorStyles: false, allowEval: false, historyEnabled: false });
