// Each save of a page says its turn, so that of two that arrive in the wrong order the later counts.
let turn = 0;
document.addEventListener("htmx:configRequest", (event) => {
  turn = Math.max(turn + 1, Date.now());
  event.detail.parameters.turn = turn;
});
