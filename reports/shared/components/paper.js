/** A4 within the margins of app.css, in CSS pixels, a little less for rounding: standing, and lying where a table has many columns. */
const width = (inside) => (inside?.closest('article')?.querySelector('.lying') ? 1020 : 696);

/**
 * Draws a chart as wide as its share of the page will be on paper, at once: the browser prints what stands.
 *
 * @param {import('echarts').ECharts | undefined} chart
 * @param {HTMLElement} box
 */
export function forPaper(chart, box) {
	const page = box?.closest('article')?.clientWidth;
	if (!page || !chart) return;
	// on paper charts that belong together stand side by side, on a phone they do not
	const beside = box.closest('.third') ? 3 : box.closest('.pair:not(:has(table))') ? 2 : 0;
	chart.resize({ width: Math.floor(beside ? (width(box) - 32) / beside : (width(box) * box.clientWidth) / page) });
	chart.getZr().flush();
}

/**
 * How much smaller a table has to be to fit on paper without breaking its figures, its long texts in several lines; 1 where it fits.
 *
 * @param {HTMLTableElement} table
 */
export function paperZoom(table) {
	const before = table.style.width;
	table.style.width = 'min-content';
	// on paper letters are 12 pixels instead of 14, and each cell has 10 pixels beside its text
	const cells = [...(table.tBodies[0]?.rows[0]?.cells ?? [])];
	const beside = cells.reduce((sum, cell) => sum + parseFloat(getComputedStyle(cell).paddingLeft) + parseFloat(getComputedStyle(cell).paddingRight), 0);
	const natural = ((table.offsetWidth - beside) * 12) / 14 + cells.length * 10;
	table.style.width = before;
	return Math.max(0.5, Math.min(1, width(table) / natural));
}
