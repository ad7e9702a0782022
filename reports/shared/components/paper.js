/** A4 within the margins of app.css, in CSS pixels, a little less for rounding. */
const upright = 696;
const lying = 1020;

/**
 * Draws a chart as wide as its share of the page will be on paper: the browser prints what stands, without another layout.
 *
 * @param {{ resize: (size: { width: number }) => void } | undefined} chart
 * @param {HTMLElement} box
 */
export function forPaper(chart, box) {
	const page = box?.closest('article')?.clientWidth;
	if (page) chart?.resize({ width: Math.floor((upright * box.clientWidth) / page) });
}

/**
 * How much smaller a table has to be to fit on paper without breaking its figures; 1 where it fits.
 *
 * @param {HTMLTableElement} table
 * @param {boolean} isLying whether it stands on a page in landscape
 */
export function paperZoom(table, isLying) {
	const before = table.style.width;
	table.style.width = 'max-content';
	// on paper letters are 12 pixels instead of 14, and the space around them is less
	const natural = table.offsetWidth * 0.8;
	table.style.width = before;
	return Math.max(0.5, Math.min(1, (isLying ? lying : upright) / natural));
}
