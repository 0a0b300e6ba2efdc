// The frame of every page: skip link, header with the way around, main, footer.
import type { Role } from '../people/permissions.ts';
import { type Html, html } from './html.ts';
import { pageFile } from './page-files.ts';

type Frame = {
  title: string;
  /** Absent on pages for people who are not signed in. */
  person?: { name: string; timeZone: string; roles: readonly Role[] };
  path?: string;
};

type Place = { href: string; label: string; roles: readonly Role[]; covers?: RegExp };

// In the order in which a person with several roles starts: see `startOf`.
const places: readonly Place[] = [
  { href: '/owner', label: 'Cohorts', roles: ['owner', 'manager', 'auditor'], covers: /^\/cohorts\// },
  { href: '/review', label: 'Review', roles: ['reviewer'] },
  { href: '/learner', label: 'My seats', roles: ['learner'], covers: /^\/(seats|submissions)\// },
  { href: '/extracts', label: 'Extracts', roles: ['owner', 'data-steward', 'auditor'] },
  { href: '/people', label: 'People', roles: ['owner', 'data-steward', 'auditor'] },
  { href: '/outcomes', label: 'Outcomes', roles: ['owner', 'manager', 'auditor'] },
];

/** Where a person of these roles begins. */
export function startOf(held: readonly Role[]): string {
  if (held.includes('owner')) return '/owner';
  if (held.some((role) => role === 'manager' || role === 'auditor') && !held.includes('reviewer')) return '/outcomes';
  return placesOf(held)[0]?.href ?? '/sign-in';
}

export function layout(frame: Frame, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${frame.title} · Practicum</title>
<link rel="icon" href="${pageFile('practicum.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${pageFile('pages.css')}">
<script src="${pageFile('pages.js')}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<div class="top-inner">
<a class="brand" href="/">Practicum</a>
${frame.person && navigation(frame.person.roles, frame.path ?? '')}
${frame.person && signOut(frame.person.name)}
</div>
</header>
<main id="main" tabindex="-1">
${body}
</main>
<footer class="foot"><p>${frame.person ? `Times are shown for ${frame.person.timeZone}.` : 'Practice on real problems, reviewed by people.'}</p></footer>
</body>
</html>
`;
}

function navigation(held: readonly Role[], path: string): Html {
  const mine = placesOf(held);
  return html`<nav aria-label="Main"><ul>
${mine.map(
  (place) =>
    html`<li><a href="${place.href}"${isIn(place, path) && html` aria-current="page"`}>${place.label}</a></li>`,
)}
</ul></nav>`;
}

function signOut(name: string): Html {
  return html`<form class="sign-out" method="post" action="/sign-out">
<span class="who">${name}</span> <button class="quiet" type="submit">Sign out</button></form>`;
}

function placesOf(held: readonly Role[]): Place[] {
  return places.filter((place) => place.roles.some((role) => held.includes(role)));
}

function isIn(place: Place, path: string): boolean {
  return path.startsWith(place.href) || place.covers?.test(path) === true;
}
