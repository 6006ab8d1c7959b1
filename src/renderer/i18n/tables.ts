import type { Feature } from '@shared/analysis/classes';
import type { Locale, Progress } from '@shared/contract/contract';
import type { ErrorCode } from '@shared/errors';
import type { StitchPart } from '@shared/stitching/features';
import type { Panel } from '../stores/panels';
import type { StepAction } from '../stores/step-label';
import { en } from './en';
import { zhCN } from './zh-CN';

/** Words for closed sets: a new feature, error or stage does not compile until every language names it. */
interface Complete {
  readonly features: Readonly<Record<Feature, string>>;
  readonly panels: Readonly<Record<Panel, string>>;
  readonly errors: Readonly<Record<ErrorCode, { readonly title: string; readonly advice: string }>>;
  readonly stages: Readonly<Record<Progress['stage'], string>>;
  readonly stitchParts: Readonly<Record<StitchPart, string>>;
  readonly stepActions: Readonly<Record<StepAction, string>>;
}

export type Strings = Readonly<typeof en>;

export const tables: Readonly<Record<Locale, Strings & Complete>> = { en, 'zh-CN': zhCN };
