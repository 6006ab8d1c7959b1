/** A string in every language of the interface: nothing a person reads exists in one language only. */
export interface Text {
  readonly en: string;
  readonly 'zh-CN': string;
}
