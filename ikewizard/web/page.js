"use strict";
// Brings what comes after the page was loaded. All HTML in a message was made and escaped by the server.
(() => {
  const part = (id) => document.getElementById(id);
  const states = {
    live: "Live: each answer appears here as it is given.",
    paused: "Paused at the console: nothing new is shown for now.",
    ended: "The session has ended.",
    finished: "The session has ended.",
    expired: "This page has expired: nothing new is shown.",
    stopped: "The console shows nothing any more.",
    lost: "The connection was lost. Trying again ...",
    gone: "This page is not served any more.",
  };
  const [generation, shown] = part("all").dataset.last.split(".");
  let last = Number(shown);
  let over = false;

  const stand = (state) => {
    const line = part("state");
    if (line.dataset.state !== state) {
      line.dataset.state = state;
      line.textContent = states[state] || state;
    }
  };

  const mark = (marks, off) => {
    const faint = new Set(off);
    for (const node of document.querySelectorAll("[data-node]")) {
      const name = node.dataset.node;
      const said = marks[name] || "";
      node.classList.toggle("on", said !== "");
      node.classList.toggle("off", said === "" && faint.has(name));
      const place = node.querySelector("b");
      if (place) place.textContent = said;
    }
  };

  const show = (message) => {
    for (const [name, html] of Object.entries(message.sections)) {
      part(name).innerHTML = html;
      const box = part(name + "-box");
      if (box) box.hidden = html === "";
    }
    for (const [place, html] of Object.entries(message.again || {})) {
      part("story").children[place].outerHTML = html;
    }
    if (message.entry) {
      part("story").insertAdjacentHTML("beforeend", message.entry);
      part("story").lastElementChild.classList.add("new");
    }
    mark(message.marks, message.off);
    document.title = message.title;
    if (message.news) part("news").textContent = message.news;
  };

  const source = new EventSource(location.pathname + "/events");
  source.onmessage = (event) => {
    const [from, number] = event.lastEventId.split(".");
    if (from !== generation) return location.reload();
    if (Number(number) <= last) return;
    last = Number(number);
    show(JSON.parse(event.data));
  };
  source.addEventListener("anew", () => location.reload());
  source.addEventListener("state", (event) => {
    const state = JSON.parse(event.data).state;
    over = !["live", "paused", "ended"].includes(state);
    stand(state);
    if (over) source.close();
  });
  source.onerror = () => {
    if (!over) stand(source.readyState === EventSource.CLOSED ? "gone" : "lost");
  };
})();
