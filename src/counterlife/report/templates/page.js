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
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
})();
