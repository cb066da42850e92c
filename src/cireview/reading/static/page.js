// Keys, marks and one's own words. Without this file every button still does its work.
"use strict";
(() => {
  const store = (() => { try { return window.localStorage; } catch { return null; } })();
  const recall = (name, otherwise) => store?.getItem(`cireview.${name}`) ?? otherwise;
  const keep = (name, value) => store?.setItem(`cireview.${name}`, value);
  const record = document.getElementById("record");
  const isTyping = (element) => element?.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
  let isSending = false;

  // Of an article that is coded one question is active: digits tick its values, j and k go on and back.
  const questions = [...document.querySelectorAll(".question")];
  const active = () => questions.find((one) => one.classList.contains("active")) ?? questions[0];
  function choose(place) {
    const question = questions[Math.min(Math.max(place, 0), questions.length - 1)];
    for (const one of questions) one.classList.toggle("active", one === question);
    if (!question.contains(document.activeElement)) (question.querySelector(".free input") ?? question).focus();
  }
  for (const question of questions) question.addEventListener("focusin", () => choose(questions.indexOf(question)));
  questions[0]?.classList.add("active");

  // A key pressed twice is one answer: nothing is sent while something is on its way.
  document.addEventListener("submit", (event) => {
    if (isSending) { event.preventDefault(); return; }
    isSending = true;
    document.body.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => { isSending = false; document.body.removeAttribute("aria-busy"); });

  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (event.key === "Escape" && isTyping(here)) { here.blur(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      document.querySelector("button[name=save]")?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(here)) return;
    if (recall("keys", "on") === "off") return;
    const key = event.key.toLowerCase();
    if (questions.length && (key === "j" || key === "k")) {
      event.preventDefault();
      choose(questions.indexOf(active()) + (key === "j" ? 1 : -1));
    } else if (questions.length && /^[1-9]$/.test(key)) {
      active()?.querySelectorAll(".choices input")[Number(key) - 1]?.click();
    } else if (key === "n") {
      const note = document.getElementById("note");
      if (note) { event.preventDefault(); note.focus(); }
    } else if (key === "m" && record) {
      keep("hidden", recall("hidden", "no") === "yes" ? "no" : "yes");
      showMarks();
    } else if (key === "h" && record) {
      const text = String(window.getSelection()).trim().replaceAll(",", " ");
      if (text) { keep("words", [recall("words", ""), text].filter(Boolean).join(", ")); markOwn(); }
    } else if (key === "?") {
      window.location.assign("/help");
    } else {
      const button = document.querySelector(`button[data-key="${CSS.escape(key)}"]`);
      if (button) { event.preventDefault(); button.click(); }
    }
  });

  const boxes = [...document.querySelectorAll("[data-mark]")];
  function showMarks() {
    const all = recall("hidden", "no") === "yes";
    for (const box of boxes) {
      const kind = box.dataset.mark;
      box.checked = !all && recall(`mark.${kind}`, "on") === "on";
      record?.classList.toggle(`no-${kind}`, !box.checked);
    }
  }
  for (const box of boxes) {
    box.addEventListener("change", () => {
      keep("hidden", "no");
      keep(`mark.${box.dataset.mark}`, box.checked ? "on" : "off");
      showMarks();
    });
  }

  const field = document.getElementById("own-words");
  function markOwn() {
    if (!record || !field) return;
    for (const old of record.querySelectorAll("mark.own")) old.replaceWith(...old.childNodes);
    record.normalize();
    if (field !== document.activeElement) field.value = recall("words", "");
    const words = recall("words", "").split(",").map((word) => word.trim()).filter(Boolean);
    if (!words.length) return;
    words.sort((one, other) => other.length - one.length);
    const quoted = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(quoted.join("|"), "giu");
    const texts = [];
    for (const part of record.querySelectorAll("h1, .abstract, .keywords")) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) texts.push(walker.currentNode);
    }
    for (const text of texts) {
      const parts = [];
      let end = 0;
      for (const found of text.data.matchAll(pattern)) {
        const mark = document.createElement("mark");
        mark.className = "own";
        mark.textContent = found[0];
        parts.push(text.data.slice(end, found.index), mark);
        end = found.index + found[0].length;
      }
      if (parts.length) text.replaceWith(...parts, text.data.slice(end));
    }
  }
  field?.addEventListener("input", () => { keep("words", field.value); markOwn(); });
  // Enter in that field must not press the first button of the form.
  field?.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

  const toggle = document.getElementById("shortcuts");
  function showShortcuts() {
    if (!toggle) return;
    const on = recall("keys", "on") === "on";
    toggle.setAttribute("aria-pressed", String(on));
    toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off;
  }
  toggle?.addEventListener("click", () => { keep("keys", recall("keys", "on") === "on" ? "off" : "on"); showShortcuts(); });

  markOwn();
  showMarks();
  showShortcuts();
  if (record && document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
})();
