// The theme starts its search on every page: a worker, and the index of the whole site.  Most readers never search, so
// both wait until somebody reaches for it.  A classic script: it has to be there before the theme's own.
(() => {
  const waiting = [];
  let wanted = new URLSearchParams(location.search).has("q");
  const whenWanted = (go) => { wanted ? go() : waiting.push(go); };

  const open = XMLHttpRequest.prototype.open;
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.isSearchIndex = String(address).endsWith("search/search_index.json");
    return open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (!this.isSearchIndex) return send.call(this, body);
    whenWanted(() => send.call(this, body));
  };

  // What is said to the worker before it is there, it is told once it is.
  class SearchWorker extends EventTarget {
    constructor(...how) {
      super();
      whenWanted(() => {
        this.worker = new Worker(...how);
        this.worker.onmessage = ({data}) => this.dispatchEvent(new MessageEvent("message", {data}));
      });
    }
    postMessage(message) { whenWanted(() => this.worker.postMessage(message)); }
  }
  const {Worker} = window;
  window.Worker = new Proxy(Worker, {
    construct: (real, [address, ...how]) =>
      /\/workers\/search\.[^/]*$/.test(address) ? new SearchWorker(address, ...how) : new real(address, ...how),
  });

  const reach = ({target}) => {
    if (wanted || !target.closest?.("[data-md-component=search], [for=__search], .md-search")) return;
    wanted = true;
    waiting.splice(0).forEach((go) => go());
  };
  for (const kind of ["focusin", "pointerdown", "pointerover", "touchstart"]) addEventListener(kind, reach, {passive: true});
})();
