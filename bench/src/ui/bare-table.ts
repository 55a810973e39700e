/** Of the table of services: a row, and the rows that are drawn beyond those in view. */
const ROW_HEIGHT = 41;
const OVERSCAN = 6;

/**
 * A page that scrolls as many rows with the same texts as the list of services, as cheaply as a page can: plain elements that are made once,
 * of which only texts and places change. What it drops, the machine drops; what it takes, no table can save.
 *
 * It has no links, signs, hover, columns to choose or order to change. The other way to be cheap, all rows in the page and
 * `content-visibility: auto`, takes seventeen times the main thread's time and more with 10,000 of them.
 */
export function bareTable(rows: number): string {
  return `<!doctype html>
<meta charset="utf-8">
<style>
  body { margin: 0; font: 14px system-ui, sans-serif; }
  #box { margin: 190px 16px 0 225px; height: 70vh; overflow: auto; background: #fff; }
  #rows { position: relative; height: ${rows * ROW_HEIGHT}px; }
  .row { display: grid; grid-template-columns: 12fr 9fr 9fr 18fr 11fr 10fr 10fr 13fr 8fr; height: ${ROW_HEIGHT - 1}px;
         line-height: ${ROW_HEIGHT - 1}px; border-bottom: 1px solid #ddd; white-space: nowrap; }
  #rows .row { position: absolute; top: 0; left: 0; right: 0; }
  .head { position: sticky; z-index: 1; top: 0; background: #fff; font-weight: 600; }
  .row span { padding: 0 12px; overflow: hidden; text-overflow: ellipsis; }
</style>
<div id="box" role="region" aria-label="Services" tabindex="0"><div id="rows"></div></div>
<script>
  const textsOf = (index) => ["service-" + String(index).padStart(5, "0"), index % 50 === 0 ? "Down" : "Up", "team-" + (index % 40),
    "production", "2." + (index % 40) + ".0", 1 + (index % 23) + " hr. ago", "1", "none known", "none yet"];
  const rowOf = (texts, name) => {
    const row = document.createElement("div");
    row.className = name;
    for (const text of texts) row.appendChild(document.createElement("span")).textContent = text;
    return row;
  };
  const head = ["Service", "Health", "Owner", "Environments", "Version", "Deployed", "Instances", "Vulnerabilities", "Level"];
  box.prepend(rowOf(head, "row head"));
  const pool = Array.from({ length: Math.ceil(box.clientHeight / ${ROW_HEIGHT}) + 1 + ${2 * OVERSCAN} }, () => {
    const row = rows.appendChild(rowOf(textsOf(0), "row"));
    return { row, texts: [...row.children].map((cell) => cell.firstChild), index: -1 };
  });
  const draw = () => {
    const wanted = Math.floor(box.scrollTop / ${ROW_HEIGHT}) - ${OVERSCAN};
    const first = Math.max(0, Math.min(${rows} - pool.length, wanted));
    for (let index = first; index < first + pool.length; index++) {
      const place = pool[index % pool.length];
      if (place.index === index) continue;
      place.index = index;
      textsOf(index).forEach((text, cell) => { if (place.texts[cell].data !== text) place.texts[cell].data = text; });
      place.row.style.transform = "translateY(" + index * ${ROW_HEIGHT} + "px)";
    }
  };
  draw();
  box.addEventListener("scroll", draw, { passive: true });
</script>`;
}
