/** What charts in documents use of echarts. Its own declarations name files without endings, which Node's module rules do not find. */
declare module "echarts" {
  export type EChartsCoreOption = Readonly<Record<string, unknown>>;

  export function init(
    place: null,
    theme: null,
    options: { readonly renderer: "svg"; readonly ssr: true; readonly width: number; readonly height: number },
  ): {
    setOption(option: EChartsCoreOption): void;
    renderToSVGString(): string;
    dispose(): void;
  };
}
