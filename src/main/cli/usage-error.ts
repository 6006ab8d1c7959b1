/** The person asked for something that cannot be meant; the message is worded already. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
