/**
 * Lets what is wider than the page scroll in itself and be reached by keyboard; what it shows ends with a whole column, so that
 * no figure stands there with its last digits cut off, and its edge says that there is more.
 *
 * @param {HTMLElement} node
 */
export function fit(node) {
	const mend = () => {
		for (const box of node.querySelectorAll('.scrollbox')) {
			box.style.maxWidth = '';
			const isWider = box.scrollWidth > box.clientWidth + 1;
			if (isWider) {
				box.setAttribute('tabindex', '0');
				const whole = wholeColumns(box);
				if (whole > box.clientWidth / 2) box.style.maxWidth = `${whole + box.offsetWidth - box.clientWidth}px`;
			} else box.removeAttribute('tabindex');
			mark(box);
		}
	};
	const mark = (box) => box.toggleAttribute('data-more', box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
	// scrolling does not bubble, but it is captured on its way down
	const scrolled = ({ target }) => target instanceof Element && target.matches('.scrollbox') && mark(target);
	node.addEventListener('scroll', scrolled, true);
	const observer = new ResizeObserver(mend);
	observer.observe(node);
	return {
		destroy() {
			observer.disconnect();
			node.removeEventListener('scroll', scrolled, true);
		},
	};
}

/** How much of a box its whole columns take at the start, in pixels; 0 where none is whole. */
function wholeColumns(box) {
	const start = box.getBoundingClientRect().left + box.clientLeft - box.scrollLeft;
	const ends = [...(box.querySelector('tr')?.cells ?? [])].map((cell) => cell.getBoundingClientRect().right - start);
	return Math.floor(Math.max(0, ...ends.filter((end) => end <= box.clientWidth + 0.5)));
}
