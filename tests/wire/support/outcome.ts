import { CommandError } from '@client/connection/command-error.ts';

/**
 * A command's answer or error. A server that has too much to do says so at once, has done nothing, and is asked
 * again, as the client does.
 */
export async function answerOf<T>(ask: () => Promise<T>): Promise<T | CommandError> {
  const answer = await ask().catch((problem: unknown) => {
    if (problem instanceof CommandError) return problem;
    throw problem;
  });
  return answer instanceof CommandError && answer.code === 'session.busy' ? answerOf(ask) : answer;
}

/** What a command came to: `ok`, or the code of its error. */
export async function outcomeOf(ask: () => Promise<unknown>): Promise<string> {
  const answer = await answerOf(ask);
  return answer instanceof CommandError ? answer.code : 'ok';
}
