/** An industry of GB/T 4754 with what makes its figures plausible. Rates are a year's, on a unit of output or revenue. */
export interface Industry {
  readonly code: string;
  readonly name: string;
  readonly sector: "工业" | "服务业" | "批零" | "其他";
  readonly isManufacturing: boolean;
  /** word of the enterprise's name */
  readonly word: string;
  readonly weight: number;
  readonly growth: number;
  /** profit / revenue */
  readonly margin: number;
  /** total tax / revenue */
  readonly taxRate: number;
  /** 吨标准煤 / 万元 of output */
  readonly energy: number;
  /** 万元 of output a year / 亩 */
  readonly outputPerMu: number;
  /** month of the year that is busiest, 1-12 */
  readonly peak: number;
}

/** The district's industries; weights are their shares of the enterprises. */
export const industries: readonly Industry[] = [
  { code: "C3411", name: "金属切削机床制造", sector: "工业", isManufacturing: true, word: "机械", weight: 14, growth: 0.13, margin: 0.07, taxRate: 0.052, energy: 0.05, outputPerMu: 260, peak: 10 },
  { code: "C1371", name: "蔬菜加工", sector: "工业", isManufacturing: true, word: "食品", weight: 12, growth: 0.09, margin: 0.05, taxRate: 0.031, energy: 0.09, outputPerMu: 210, peak: 11 },
  { code: "C3011", name: "水泥制造", sector: "工业", isManufacturing: true, word: "建材", weight: 9, growth: 0.04, margin: 0.08, taxRate: 0.061, energy: 0.62, outputPerMu: 150, peak: 9 },
  { code: "C2651", name: "初级形态塑料及合成树脂制造", sector: "工业", isManufacturing: true, word: "新材料", weight: 8, growth: 0.18, margin: 0.1, taxRate: 0.058, energy: 0.21, outputPerMu: 330, peak: 6 },
  { code: "C3841", name: "锂离子电池制造", sector: "工业", isManufacturing: true, word: "新能源", weight: 6, growth: 0.25, margin: 0.09, taxRate: 0.047, energy: 0.08, outputPerMu: 420, peak: 11 },
  { code: "C2710", name: "化学药品原料药制造", sector: "工业", isManufacturing: true, word: "医药", weight: 5, growth: 0.15, margin: 0.14, taxRate: 0.072, energy: 0.15, outputPerMu: 380, peak: 3 },
  { code: "C1810", name: "机织服装制造", sector: "工业", isManufacturing: true, word: "服饰", weight: 8, growth: 0.05, margin: 0.04, taxRate: 0.034, energy: 0.03, outputPerMu: 190, peak: 9 },
  { code: "B0610", name: "烟煤和无烟煤开采洗选", sector: "工业", isManufacturing: false, word: "矿业", weight: 3, growth: 0.06, margin: 0.12, taxRate: 0.11, energy: 0.18, outputPerMu: 170, peak: 12 },
  { code: "D4420", name: "电力供应", sector: "工业", isManufacturing: false, word: "能源", weight: 2, growth: 0.07, margin: 0.05, taxRate: 0.06, energy: 0.4, outputPerMu: 200, peak: 8 },
  { code: "G5430", name: "道路货物运输", sector: "服务业", isManufacturing: false, word: "物流", weight: 8, growth: 0.1, margin: 0.05, taxRate: 0.037, energy: 0.1, outputPerMu: 120, peak: 11 },
  { code: "I6510", name: "软件开发", sector: "服务业", isManufacturing: false, word: "软件", weight: 6, growth: 0.22, margin: 0.12, taxRate: 0.045, energy: 0.01, outputPerMu: 500, peak: 12 },
  { code: "F5191", name: "贸易代理", sector: "批零", isManufacturing: false, word: "商贸", weight: 10, growth: 0.08, margin: 0.03, taxRate: 0.02, energy: 0.01, outputPerMu: 300, peak: 12 },
  { code: "F5292", name: "互联网零售", sector: "批零", isManufacturing: false, word: "电商", weight: 5, growth: 0.28, margin: 0.04, taxRate: 0.022, energy: 0.01, outputPerMu: 350, peak: 11 },
  { code: "A0111", name: "稻谷种植", sector: "其他", isManufacturing: false, word: "农业", weight: 4, growth: 0.05, margin: 0.06, taxRate: 0.008, energy: 0.02, outputPerMu: 60, peak: 10 },
];

/** As the contracts spell them; the order is theirs. */
export const towns = ["山城街道", "西集镇", "桑村镇", "城头镇", "冯卯镇", "店子镇", "水泉镇", "徐庄镇", "北庄镇", "凫城镇", "山亭经济开发区"] as const;

/** How many of a hundred enterprises each town has: of very different size, as towns are. */
export const townWeights = [22, 12, 9, 11, 6, 6, 7, 4, 5, 6, 12] as const;
