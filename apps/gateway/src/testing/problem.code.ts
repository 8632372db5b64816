/** @module What the gateway says no with. */
import { problemSchema } from '@visage/contracts/problem.contract';

type Answer = Response | Promise<Response>;

/** Status and code of a problem. @throws ZodError when the answer is none. */
export async function refusalOf(answer: Answer): Promise<[status: number, code: string]> {
  const response = await answer;
  return [response.status, problemSchema.parse(await response.json()).code];
}

/** The code alone. @throws ZodError when the answer is no problem. */
export async function codeOf(answer: Answer): Promise<string> {
  return (await refusalOf(answer))[1];
}
