/** Sizes of the drawing in pixels: those of topologies/rendering/sizes.py, so that both draw one picture. */
export const CARD = { height: 56, narrow: 184, wide: 248, text: 44, pad: 12 };
export const CHIP = { height: 16, gap: 4, top: 8, foot: 7 };
export const GROUP = { height: 14, step: 16 };
export const BADGE = { width: 32, height: 18 };
export const LOCK = 10;
/** Type by use: size in pixels, weight, family. */
export const TYPE = {
  label: { size: 13, weight: 600, mono: false },
  kind: { size: 11, weight: 400, mono: false },
  zone: { size: 12, weight: 600, mono: false },
  meta: { size: 10.5, weight: 400, mono: true },
  port: { size: 10.5, weight: 400, mono: true },
  group: { size: 9.5, weight: 400, mono: true },
  line: { size: 10, weight: 400, mono: true },
};
