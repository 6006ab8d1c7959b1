import { z } from 'zod';
import type { Text } from '../text';

interface Conditional {
  /** Choices with which the parameter does something; with others the panel hides it. Always unless told. */
  readonly when?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a parameter is, said once: from this come its type, its check, its default, its control in the panel,
 * its reset and its flag on the command line.
 */
export interface ColorParameter extends Conditional {
  readonly kind: 'color';
  readonly default: string;
  readonly text: Text;
  /** Offered as swatches in the panel. */
  readonly swatches: readonly { readonly color: string; readonly text: Text }[];
}

export interface NumberParameter extends Conditional {
  readonly kind: 'number';
  readonly default: number;
  readonly text: Text;
  /** What a slider offers. */
  readonly soft: readonly [minimum: number, maximum: number];
  /** What is accepted from the command line or a file. */
  readonly hard: readonly [minimum: number, maximum: number];
  readonly step: number;
  /** Taken instead of a neutral default once the person touches another control of the same edit. */
  readonly suggested: number;
  /** What the value is shown in; a number within -1 to 1 is a share and shown in percent without being told. */
  readonly unit?: 'percent' | 'degrees';
}

export interface ChoiceParameter<Value extends string = string> extends Conditional {
  readonly kind: 'choice';
  readonly default: Value;
  readonly text: Text;
  readonly options: Readonly<Record<Value, Text>>;
}

export type Parameter = ColorParameter | NumberParameter | ChoiceParameter;
export type Parameters = Readonly<Record<string, Parameter>>;

export type ValueOf<P extends Parameter> = P extends NumberParameter
  ? number
  : P extends ChoiceParameter<infer Value>
    ? Value
    : string;
export type ValuesOf<P extends Parameters> = { readonly [Name in keyof P]: ValueOf<P[Name]> };

export function color(
  value: string,
  options: Pick<ColorParameter, 'text' | 'when'> & Partial<Pick<ColorParameter, 'swatches'>>,
): ColorParameter {
  return { kind: 'color', default: value, swatches: [], ...options };
}

/** A share from 0 to 1, shown in percent. */
export function fraction(
  value: number,
  options: Pick<NumberParameter, 'text' | 'when'> & {
    suggested?: number;
    hard?: readonly [number, number];
  },
): NumberParameter {
  return {
    kind: 'number',
    default: value,
    soft: [0, 1],
    hard: [0, 1],
    step: 0.01,
    suggested: value,
    ...options,
  };
}

/** A share either way: 0 changes nothing, -1 and 1 are the ends. Shown in percent. */
export function signed(
  options: Pick<NumberParameter, 'text' | 'when'> & {
    soft?: readonly [number, number];
    suggested?: number;
  },
): NumberParameter {
  return {
    kind: 'number',
    default: 0,
    soft: [-1, 1],
    hard: [-1, 1],
    step: 0.01,
    suggested: 0,
    ...options,
  };
}

export function choice<Value extends string>(
  value: NoInfer<Value>,
  options: Pick<ChoiceParameter<Value>, 'text' | 'when' | 'options'>,
): ChoiceParameter<Value> {
  return { kind: 'choice', default: value, ...options };
}

const colorSchema = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'a colour is written #rrggbb')
  .transform((value) => value.toLowerCase());

/** Checks one value; parsing fails with a message that says what is accepted. */
export function parameterSchema(parameter: Parameter): z.ZodType<string | number> {
  switch (parameter.kind) {
    case 'color':
      return colorSchema;
    case 'number':
      return z.number().min(parameter.hard[0]).max(parameter.hard[1]);
    case 'choice':
      return z.enum(Object.keys(parameter.options));
  }
}

/** Reads a value as it is written on the command line. Throws a `ZodError` for one that the parameter does not take. */
export function parseParameter(parameter: Parameter, text: string): string | number {
  return parameterSchema(parameter).parse(parameter.kind === 'number' ? numberFrom(text) : text);
}

function numberFrom(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

export function defaultValues<P extends Parameters>(parameters: P): ValuesOf<P> {
  const entries = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
  return Object.fromEntries(entries) as ValuesOf<P>;
}

/** Whether a parameter does something beside the present choices. */
export function isUseful(
  { when = {} }: Parameter,
  present: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(when).every(([name, values]) =>
    values.some((value) => value === present[name]),
  );
}

/**
 * A number that says how much: its default is 0, and there it does nothing. It grows and shrinks with the strength of
 * a look. A number with another default, a colour and a choice say how; they stay.
 */
export function isAmount(parameter: Parameter | undefined): parameter is NumberParameter {
  return parameter?.kind === 'number' && parameter.default === 0;
}

/** Whether all amounts are 0, so that the edit changes nothing. One without amounts never rests. */
export function isAtRest(
  parameters: Parameters,
  present: Readonly<Record<string, unknown>>,
): boolean {
  const amounts = Object.keys(parameters).filter((name) => isAmount(parameters[name]));
  return amounts.length > 0 && amounts.every((name) => (present[name] ?? 0) === 0);
}

/**
 * Numbers as suggested: where an edit is at rest, choosing a colour or a finish would change nothing in the photo, so
 * whoever takes one of those in takes these too. An edit that is at work keeps its numbers.
 */
export function suggestedValues(
  parameters: Parameters,
  present: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number>> {
  if (!isAtRest(parameters, present)) return {};
  const neutral = Object.entries(parameters).flatMap(([name, parameter]) =>
    parameter.kind === 'number' && (present[name] ?? parameter.default) === parameter.default
      ? [[name, parameter.suggested] as const]
      : [],
  );
  return Object.fromEntries(neutral);
}
