import { i32, type Code, type Local, type Locals, type ValueType } from './assembler';

/** What loops over pixels are full of. */

export function number(value: number): Code {
  return i32.constant(value);
}

export function advance(local: Local, by: Code): Code {
  return local.set(i32.add(local.get, by));
}

/** Whether so many are more than none: they are counted down. */
export function isLeft(count: Local): Code {
  return i32.lessThan(number(0), count.get);
}

/** Some variables of one type. */
export function variables<Count extends number>(
  variable: (type: ValueType) => Local,
  type: ValueType,
  count: Count,
): Locals<Count> {
  return Array.from({ length: count }, () => variable(type)) as unknown as Locals<Count>;
}

/** Where things of so many bytes lie one behind the other, each on a boundary of 16, and what all of them need. */
export function placed<Name extends string>(
  sizes: Readonly<Record<Name, number>>,
): readonly [Readonly<Record<Name, number>>, number] {
  let end = 0;
  const starts: Record<Name, number> = { ...sizes };
  for (const name of Object.keys(sizes) as Name[]) {
    starts[name] = end;
    end += 16 * Math.ceil(sizes[name] / 16);
  }
  return [starts, end];
}
