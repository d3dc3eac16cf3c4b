// The internal edition comes again by itself: a bell rings when there are other figures, and htmx asks
// for the page. A hidden tab lets go of its bell, for browsers open few connections to one host.
(() => {
  const asks = document.getElementById("refresco");
  const root = document.documentElement;
  let address = asks.dataset.bell;
  let bell, again;

  function tell(pulse) {
    root.dataset.pulse = pulse;
  }

  function hush() {
    clearTimeout(again);
    bell?.close();
  }

  function rung(event) {
    address = `/vivo?visto=${encodeURIComponent(event.lastEventId)}`;
    htmx.trigger(asks, "cambio");
  }

  function ended() {
    hush();
    document.removeEventListener("visibilitychange", seen);
    tell("none");
    htmx.trigger(asks, "fin");
  }

  function listen() {
    hush();
    bell = new EventSource(address);
    bell.onopen = () => tell("open");
    bell.onerror = () => {
      tell("lost");
      if (bell.readyState === EventSource.CLOSED) again = setTimeout(listen, 10000);
    };
    bell.addEventListener("cambio", rung);
    bell.addEventListener("fin", ended);
  }

  function seen() {
    if (document.hidden) hush();
    else listen();
  }

  document.addEventListener("visibilitychange", seen);
  seen();
})();
