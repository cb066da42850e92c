"use strict";
// Draws lists and lives when they are asked for. All text is set as text, so that no title can be markup.
(function () {
  const PAGE = 100;
  const at = (name) => document.getElementById(name);
  const ID = 0, TITLE = 1, CITED = 2, DOI = 3, ORIGIN = 4, LINE = 5, END = 6, COPY_OF = 7, RULE = 8, SCORE = 9, RANK = 10, CLASS = 11;
  let data = null, members = [], shown = [], page = 0, list = "", byId = null;

  function load() {
    data = data || JSON.parse(at("data").textContent);
    return data;
  }

  function make(name, text, parent) {
    const element = document.createElement(name);
    if (text !== "") element.textContent = text;
    parent.append(element);
    return element;
  }

  // A title in another direction, or one that overrides it, must not turn the line around it.
  function isolate(text, parent) {
    return make("bdi", text, parent);
  }

  function link(record, parent) {
    const anchor = make("a", "", parent);
    anchor.href = "#r-" + encodeURIComponent(record[ID]);
    isolate(record[TITLE] || record[ID], anchor);
    return anchor;
  }

  function open(name) {
    for (const section of ["list", "life"]) at(section).hidden = section !== name;
    at(name + "-head").focus();
    at(name).scrollIntoView();
  }

  function openList(key) {
    const place = load().numbers.findIndex((one) => one[0] === key);
    if (place < 0) return;
    if (list !== key) {
      const counts = data.classes.map((numbers) => numbers.includes(place));
      members = data.records.filter((record) => counts[record[CLASS]]);
      list = key;
      at("filter").value = "";
      at("list-head").textContent = data.numbers[place][1] + " (" + members.length.toLocaleString("en") + ")";
      narrow();
    }
    open("list");
  }

  function narrow() {
    const wanted = at("filter").value.trim().toLowerCase();
    const has = (record) => [TITLE, CITED, DOI, ID].some((cell) => record[cell].toLowerCase().includes(wanted));
    shown = wanted ? members.filter(has) : members;
    page = 0;
    at("found").textContent = wanted ? shown.length.toLocaleString("en") + " of " + members.length.toLocaleString("en") : "";
    draw();
  }

  function draw() {
    const first = page * PAGE, records = at("records");
    records.replaceChildren();
    records.start = first + 1;
    for (const record of shown.slice(first, first + PAGE)) {
      const item = make("li", "", records);
      link(record, item);
      const more = make("span", "", item);
      more.className = "soft";
      more.append(" ");
      const end = data.ends[record[END]];
      isolate([record[CITED], data.origins[record[ORIGIN]][0], end[0], end[3]].filter(Boolean).join(" · "), more);
    }
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    at("page").textContent = "Page " + (page + 1) + " of " + pages;
    at("before").disabled = page === 0;
    at("after").disabled = page + 1 >= pages;
  }

  function turn(step) {
    page += step;
    draw();
    at("list-head").focus();
  }

  function find(id) {
    byId = byId || new Map(load().records.map((record, place) => [record[ID], place]));
    return byId.get(id);
  }

  function openLife(id) {
    const place = find(id);
    if (place === undefined) return;
    const record = data.records[place], facts = at("facts");
    at("life-head").replaceChildren();
    isolate(record[TITLE] || record[ID], at("life-head"));
    facts.replaceChildren();
    tell(record, place, facts);
    at("back").href = list ? "#" + encodeURIComponent(list) : "#numbers";
    open("life");
  }

  function fact(term, text, facts) {
    if (text === "") return null;
    isolate(term, make("dt", "", facts));
    const said = make("dd", "", facts);
    if (text !== null) isolate(text, said);
    return said;
  }

  function tell(record, place, facts) {
    const [source, day, file] = data.origins[record[ORIGIN]];
    const [fate, who, when, why] = data.ends[record[END]];
    fact("Record", record[ID], facts);
    fact("Authors and year", record[CITED], facts);
    fact("DOI", record[DOI], facts);
    fact("Found in", [source, day && "searched on " + day].filter(Boolean).join(", "), facts);
    fact("Read from", file && file + (record[LINE] ? ", line " + record[LINE] : ""), facts);
    if (record[COPY_OF] >= 0) {
      link(data.records[record[COPY_OF]], fact("Duplicate of", null, facts));
      const rule = record[RULE] >= 0 ? data.rules[record[RULE]] : "";
      fact("Merged by", rule + (record[SCORE] ? ", similarity " + record[SCORE] : ""), facts);
    }
    for (const copy of data.records.filter((other) => other[COPY_OF] === place)) {
      link(copy, fact("Also found as", null, facts)).append(" (" + data.origins[copy[ORIGIN]][0] + ")");
    }
    fact("Place in the ranking", record[RANK], facts);
    for (const [term, text] of data.steps[place] || []) fact(term, text, facts);
    fact("Fate", fate + (why ? ": " + why : ""), facts);
    fact("Decided by", who + (when ? " on " + when : ""), facts);
    for (const number of data.classes[record[CLASS]]) {
      const [key, words, n] = data.numbers[number];
      const anchor = make("a", "", fact("Counted in", null, facts));
      anchor.href = "#" + encodeURIComponent(key);
      isolate(words + " (" + n.toLocaleString("en") + ")", anchor);
    }
  }

  function follow() {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    if (name.startsWith("n-")) openList(name);
    else if (name.startsWith("r-")) openLife(name.slice(2));
  }

  let waiting = 0;
  at("filter").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(narrow, 150); });
  at("before").addEventListener("click", () => turn(-1));
  at("after").addEventListener("click", () => turn(1));
  // The same number again makes no change of the address, and yet is to open its list.
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest("a");
    const address = anchor && (anchor.getAttribute("href") || "");
    if (address && address.startsWith("#") && address === location.hash) follow();
  });
  addEventListener("hashchange", follow);
  // Once the browser has gone to the row that the address names, which takes the focus away.
  addEventListener("load", () => setTimeout(follow, 0));
})();
