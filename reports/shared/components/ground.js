/**
 * The ground of a score of 0 to 100: from orange through white at 50 to blue, which every eye tells apart; grey where there is none.
 *
 * @param {number | null | undefined} score
 */
export function scoreGround(score) {
	if (score === null || score === undefined) return '#f2f4f6';
	const distance = (Math.max(0, Math.min(100, score)) - 50) / 50;
	const [red, green, blue] = distance < 0 ? [230, 140, 60] : [60, 130, 190];
	const mix = (part) => Math.round(255 + (part - 255) * Math.abs(distance) * 0.75);
	return `rgb(${mix(red)} ${mix(green)} ${mix(blue)})`;
}
