/** The pixels of the screen, of which a CSS pixel may have several. */
export const ratio = () => window.devicePixelRatio || 1;

/** The nearest length that ends on a pixel. Between two, every pixel of what is moved would be mixed of four, which is slow
 * and makes words dull. @param {number} length CSS pixels */
export const onPixels = (length) => Math.round(length * ratio()) / ratio();
