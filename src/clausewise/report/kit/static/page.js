// Sorts, filters and opens what the page already shows without it. It adds no content and asks for nothing outside.
(() => {
  "use strict";
  const page = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  page.classList.add("js");

  // ---------------------------------------------------------------- sorting

  const collator = new Intl.Collator(page.lang, { numeric: true });
  const signs = ["✓", "?", "✗", "□", "∅", "–"];
  const keys = {
    text: (cell) => cell.textContent.trim(),
    number: (cell) => Number(cell.dataset.sort ?? cell.textContent.replace(/[^\d.]/g, "")),
    verdict: (cell) => signs.indexOf(cell.textContent),
  };

  const sortBy = (header) => {
    const table = header.closest("table");
    const column = header.cellIndex;
    const key = keys[header.dataset.kind];
    const turn = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: key(row.cells[column]) }));
    const compare = header.dataset.kind === "text" ? collator.compare : (a, b) => a - b;
    rows.sort((a, b) => turn * compare(a.key, b.key));
    table.tBodies[0].append(...rows.map(({ row }) => row));
    for (const other of table.tHead.rows[0].cells) {
      if (other === header) other.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
      else other.removeAttribute("aria-sort");
    }
  };
  for (const button of all("thead button")) button.addEventListener("click", () => sortBy(button.closest("th")));

  // ---------------------------------------------------------------- filtering

  const search = document.getElementById("find");
  const found = document.getElementById("found");
  const findable = all(".findable").map((element) => ({
    element,
    row: element.classList.contains("row"),
    table: element.closest("table")?.id ?? "",
    text: "",
  }));
  const facets = new Map(all("select[data-table]").map((select) => [select.dataset.table, select]));
  const clause = document.getElementById("matrix-clause");
  const verdict = document.getElementById("matrix-verdict");

  const inFacet = ({ element, table }) => {
    const wanted = facets.get(table)?.value;
    return !wanted || element.dataset.facet === wanted;
  };
  const inMatrix = ({ element, table }) => {
    if (table !== "matrix-table" || !verdict.value) return true;
    const cells = clause.value ? [element.cells[Number(clause.value)]] : [...element.cells].slice(1);
    return cells.some((cell) => cell.textContent === verdict.value);
  };
  const says = (one, words) => {
    one.text ||= one.element.textContent.toLowerCase();
    return words.every((word) => one.text.includes(word));
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let provisions = 0;
    let rows = 0;
    for (const one of findable) {
      const shown = inFacet(one) && inMatrix(one) && says(one, words);
      one.element.hidden = !shown;
      if (shown && one.row) rows += 1;
      if (shown && !one.row) provisions += 1;
    }
    // What holds nothing any more goes with it.
    for (const group of all(".clause, .chapter, .kind")) group.hidden = !group.querySelector(".findable:not([hidden])");
    if (words.length) for (const kind of all(".kind:not([hidden])")) kind.open = true;
    found.textContent = words.length
      ? found.dataset.text.replace("{provisions}", provisions).replace("{rows}", rows)
      : "";
  };
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") search.value = "";
    if (event.key === "Escape" || event.key === "Enter") filter();
  });
  for (const select of all("select")) select.addEventListener("change", filter);
  filter();

  // ---------------------------------------------------------------- opening

  const unfold = document.getElementById("unfold");
  const names = [unfold.textContent, unfold.dataset.fold];
  unfold.addEventListener("click", () => {
    const open = unfold.textContent === names[0];
    for (const one of all("details.about, details.kind")) one.open = open;
    unfold.textContent = names[Number(open)];
  });

  // A link to what is folded or filtered away shows it.
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.closest("[hidden]")) {
      search.value = "";
      for (const select of all("select")) select.value = "";
      filter();
    }
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // On paper nothing can be opened; what only repeats or bears out what is said stays folded.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([data-paper='folded'], [open])");
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });

  // ---------------------------------------------------------------- what holds some words

  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let shown = null;
  let leaving = 0;

  const showTip = (run) => {
    clearTimeout(leaving);
    if (shown === run) return;
    hideTip();
    shown = run;
    const held = document.getElementById(run.hash.slice(1));
    tip.replaceChildren(...[...held.childNodes].map((node) => node.cloneNode(true)));
    tip.hidden = false;
    run.setAttribute("aria-describedby", "tip");
    run.classList.add("on");
    placeTip();
  };
  const placeTip = () => {
    const at = shown.getClientRects()[0];
    const width = page.clientWidth;
    const left = Math.max(8, Math.min(at.left, width - tip.offsetWidth - 8));
    const below = at.bottom + 10;
    const fits = below + tip.offsetHeight < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${fits ? below : Math.max(8, at.top - tip.offsetHeight - 6)}px`;
  };
  const hideTip = () => {
    shown?.removeAttribute("aria-describedby");
    shown?.classList.remove("on");
    shown = null;
    tip.hidden = true;
  };
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hideTip, 250);
  };

  for (const sentence of all(".text")) {
    const runs = all("a.run", sentence);
    // One stop for the tab key in each sentence; the arrows go from word to word.
    runs.forEach((run, index) => {
      run.tabIndex = index ? -1 : 0;
      run.addEventListener("pointerenter", () => showTip(run));
      run.addEventListener("pointerleave", leave);
      run.addEventListener("focus", () => showTip(run));
      run.addEventListener("blur", leave);
      run.addEventListener("click", (event) => {
        event.preventDefault();
        showTip(run);
      });
      run.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        const next = step && runs[index + step];
        if (!next) return;
        event.preventDefault();
        run.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      });
    });
  }
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
  addEventListener("scroll", () => shown && placeTip(), { passive: true });
})();
