/**
 * Lets what is wider than the page scroll in itself and be reached by keyboard.
 *
 * @param {HTMLElement} node
 */
export function fit(node) {
	const mend = () => {
		for (const box of node.querySelectorAll('.scrollbox')) {
			if (box.scrollWidth > box.clientWidth + 1) box.setAttribute('tabindex', '0');
			else box.removeAttribute('tabindex');
		}
	};
	const observer = new ResizeObserver(mend);
	observer.observe(node);
	return { destroy: () => observer.disconnect() };
}
