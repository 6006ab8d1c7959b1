import type { ExportFormat } from '@shared/contract/contract';
import type { RequestedEdit } from './edit-arguments';
import type { FaceChoice } from './faces';
import type { StitchFeature } from '@shared/stitching/features';

export interface ParseRequest {
  readonly kind: 'parse';
  /** Files and patterns, as typed. */
  readonly photos: readonly string[];
  readonly outDirectory: string;
  readonly json: boolean;
}

/** A face whose make-up is read; `face` counts from 1, the largest. */
export interface Reference {
  readonly photo: string;
  readonly face: number;
}

export interface RequestedLook {
  /** A look's id or name, or a file; or the photo of somebody who wears it. */
  readonly from:
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'photo'; readonly reference: Reference };
  /** 0-1. */
  readonly strength: number;
}

export interface ApplyRequest {
  readonly kind: 'apply';
  readonly photos: readonly string[];
  /** Put on before the edits, which change it. */
  readonly look: RequestedLook | null;
  readonly edits: readonly RequestedEdit[];
  readonly output:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'directory'; readonly path: string };
  readonly faces: FaceChoice;
  /** `null`: by the output's name or as the photo. */
  readonly format: ExportFormat | null;
  readonly quality: number;
  readonly longestSidePixels: number | null;
  readonly keepMetadata: boolean;
  readonly json: boolean;
}

/** A saved project, which names its photo, faces and edits itself. */
export interface ProjectRequest extends Omit<
  ApplyRequest,
  'kind' | 'photos' | 'look' | 'edits' | 'faces'
> {
  readonly kind: 'project';
  readonly project: string;
}

export interface EditsRequest {
  readonly kind: 'edits';
  readonly json: boolean;
}

export interface LooksRequest {
  readonly kind: 'looks';
  readonly json: boolean;
}

export interface LookFromRequest {
  readonly kind: 'look-from';
  readonly reference: Reference;
  readonly out: string;
  /** `null`: as the photo's file. */
  readonly name: string | null;
  readonly json: boolean;
}

export interface SwapRequest {
  readonly kind: 'swap';
  readonly target: string;
  readonly donor: string;
  readonly features: readonly StitchFeature[];
  readonly out: string;
  readonly faces: FaceChoice;
  /** Counts from 1, the largest. */
  readonly donorFace: number;
  readonly clarity: 'match' | 'off';
  readonly grain: 'match' | 'off';
  readonly report: string | null;
  readonly quality: number;
  readonly json: boolean;
}

export type Request =
  | ParseRequest
  | ApplyRequest
  | ProjectRequest
  | EditsRequest
  | LooksRequest
  | LookFromRequest
  | SwapRequest;
