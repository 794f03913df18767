import { GraphQLError } from 'graphql';
import { type Access, checkRepository } from '../access.js';
import { Refusal } from '../answer.js';
import type { Viewer } from '../viewer.js';
import type { Place } from '../world.js';

export type ErrorType = 'FORBIDDEN' | 'NOT_FOUND' | 'RATE_LIMITED' | 'INSUFFICIENT_SCOPES';

/** An error as GitHub gives one beside what it does answer. */
export function refused(type: ErrorType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** Throws what GitHub says beside the answer where REST refuses the same. */
export function check(viewer: Viewer, place: Place, access: Access): void {
  try {
    checkRepository(viewer, place, access);
  } catch (error) {
    if (error instanceof Refusal) throw refused('FORBIDDEN', error.message);
    throw error;
  }
}

/** As {@link check}, told instead of thrown. */
export function mayRead(viewer: Viewer, place: Place, access: Access): boolean {
  try {
    checkRepository(viewer, place, access);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
