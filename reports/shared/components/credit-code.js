/**
 * A name or code as somebody typed it, in the form in which codes are on file: letters raised, full-width characters made
 * half-width, spaces and hyphens gone. What has not the 18 characters of a code is a name and stays as it is.
 *
 * @param {string} text
 */
export function asFiled(text) {
  const code = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return /^[0-9A-Z]{18}$/.test(code) ? code : text.trim();
}
