// Static pictures first. A chart becomes interactive when somebody points at it; without scripts nothing is missing.
(() => {
  "use strict";
  const specs = JSON.parse(document.getElementById("specs").textContent);
  const style = getComputedStyle(document.documentElement);
  const light = JSON.parse(document.getElementById("colours")?.textContent || "{}");
  const dressed = (spec) => {
    let text = JSON.stringify(spec);
    for (const [name, colour] of Object.entries(light)) {
      const now = style.getPropertyValue(`--${name}`).trim();
      if (now) text = text.split(colour).join(now);
    }
    return JSON.parse(text);
  };
  const enliven = async (place, spec) => {
    const size = place.getBoundingClientRect();
    const box = document.createElement("div");
    box.style.width = "100%";
    try {
      await window.counterlifeEmbed(box, dressed(spec), { ast: true, actions: false, renderer: "svg", tooltip: { disableDefaultStyle: true } });
      place.style.minHeight = `${size.height}px`;
      place.replaceChildren(box);
    } catch (error) {
      console.warn("the chart stays as it is:", error);
    }
  };
  for (const figure of document.querySelectorAll("[data-chart]")) {
    for (const layout of ["wide", "narrow"]) {
      const place = figure.querySelector(`.${layout}`);
      const spec = (specs[figure.dataset.chart] || {})[layout];
      if (place && spec) place.addEventListener("pointerenter", () => enliven(place, spec), { once: true });
    }
  }
  const saved = (picture) => {
    const copy = picture.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return new XMLSerializer().serializeToString(copy).replace(/var\(--[a-z]+,\s*(#[0-9a-f]{6})\)/g, "$1");
  };
  for (const figure of document.querySelectorAll("[data-picture]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = document.body.dataset.save;
    button.setAttribute("aria-label", `${document.body.dataset.save}: ${figure.dataset.picture}`);
    button.addEventListener("click", () => {
      const picture = [...figure.querySelectorAll(".wide svg, .narrow svg")].find((one) => one.getClientRects().length);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([saved(picture)], { type: "image/svg+xml" }));
      link.download = `${figure.dataset.picture}.svg`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    figure.append(button);
  }
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
})();
