import type { DriftClass } from '../core/drift.js';

/** A class of changes as people read it. */
export function driftWord(name: DriftClass): string {
  switch (name) {
    case 'regressed':
      return 'regressed';
    case 'new-fail':
      return 'new fail';
    case 'expired-exception':
      return 'exception expired';
    case 'lapsed-attestation':
      return 'act lapsed';
    case 'newly-unknown':
      return 'newly unknown';
    case 'scope-lost':
      return 'scope lost';
    case 'rules-changed':
      return 'rules changed';
    case 'still-failing':
      return 'still failing';
    case 'still-unknown':
      return 'still unknown';
    case 'fixed':
      return 'fixed';
    case 'recovered':
      return 'recovered';
    case 'no-longer-judged':
      return 'no longer judged';
    case 'gone':
      return 'resource gone';
    case 'appeared':
      return 'new, not failing';
    case 'changed-evidence':
      return 'other evidence';
  }
}

/** What a class means, in a sentence. */
export function driftMeaning(name: DriftClass): string {
  switch (name) {
    case 'regressed':
      return 'It held before and fails now, or became more severe.';
    case 'new-fail':
      return 'It fails, and was not judged or not known before.';
    case 'expired-exception':
      return 'It failed before too, under an exception that covers it no longer.';
    case 'lapsed-attestation':
      return 'An act of people counts no more: its time is over, or its evidence is not what it was.';
    case 'newly-unknown':
      return 'It was judged before, and what it rests on could not be read now.';
    case 'scope-lost':
      return 'It was judged before, and its scope was not looked at now.';
    case 'rules-changed':
      return 'The verdict is another, and so are the rules: the packs do not say what the platform has to do with it.';
    case 'still-failing':
      return 'It failed before too.';
    case 'still-unknown':
      return 'It was unknown before too.';
    case 'fixed':
      return 'It failed before and holds now.';
    case 'recovered':
      return 'It was unknown before, and could be read now.';
    case 'no-longer-judged':
      return 'It is there, or left out by a narrowed run, and has no verdict of pass, fail or unknown any more.';
    case 'gone':
      return 'The resource is not in its population any more.';
    case 'appeared':
      return 'It was not judged before, and does not fail.';
    case 'changed-evidence':
      return 'The verdict is the same and rests on other evidence.';
  }
}
