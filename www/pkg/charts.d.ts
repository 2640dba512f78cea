/** Figures as SVG. Labels stand in full whatever the width; numbers come as they are to be written. */

/** Horizontal bars, from the top. */
export interface BarChart {
  rows: {
    label: string;
    /** How long the bar is; not negative. */
    value: number;
    /** The same, as it is written. */
    text: string;
    /** Fainter than others: what isn't stated. */
    quiet?: boolean;
  }[];
  /** The value of a bar as long as can be, when that isn't the greatest: then the rest of each is shown too. */
  whole?: number;
}
/** The départements in shades. */
export interface DepartementChart {
  /** What having no shade means. */
  none: string;
  /** What each shade means, the faintest first. */
  steps: string[];
  /** Which of them a département has, by its code. */
  departements: Record<string, number>;
}
export interface Look {
  /** CSS pixels. */
  width: number;
  /** Colours, `#rrggbb`. */
  palette: Partial<Record<"surface" | "sunken" | "line" | "ink" | "accent" | "faint", string>>;
  /** How wide a text is in the page's font, CSS pixels, at a size in CSS pixels. */
  measure(text: string, size: number, bold: boolean): number;
}
export interface Drawing {
  /** An SVG document. */
  svg: string;
  /** CSS pixels. */
  height: number;
  /** Of bars: where each row lies, CSS pixels from the top, and its height. */
  rows: [top: number, height: number][];
  /** Of départements: the code of each polygon, in the order of the document. */
  codes: string[];
}
export interface Charts {
  bars(chart: BarChart, look: Look): Drawing;
  departements(chart: DepartementChart, look: Look): Drawing;
}
/** Loads the WebAssembly module of charts and the outlines of the départements, both beside this file. */
export function startCharts(): Promise<Charts>;
