// The theme asks for the whole search index on every page.  Most readers never search, so the request waits until
// somebody reaches for the search.  A classic script: it has to be there before the theme's own.
(() => {
  const waiting = [];
  let wanted = new URLSearchParams(location.search).has("q");
  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.isSearchIndex = String(address).endsWith("search/search_index.json");
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (!this.isSearchIndex || wanted) return send.call(this, body);
    waiting.push(() => send.call(this, body));
  };
  const reach = ({target}) => {
    if (wanted || !target.closest?.("[data-md-component=search], [for=__search], .md-search")) return;
    wanted = true;
    waiting.splice(0).forEach((go) => go());
  };
  for (const kind of ["focusin", "pointerdown", "pointerover", "touchstart"]) addEventListener(kind, reach, {passive: true});
})();
