// @ts-nocheck: runs in the browser, whose types must not leak into the server's.
// What pages cannot do without a script: live progress, a lease that is renewed while somebody writes, a warning before typed text is lost.

for (const region of document.querySelectorAll('[data-live]')) {
  const events = new EventSource(region.dataset.live);
  let waiting = false;
  const renew = async () => {
    waiting = false;
    // Replacing what has the focus would throw a keyboard user back to the top.
    if (region.contains(document.activeElement)) return;
    const answer = await fetch(region.dataset.fragment, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
    region.replaceChildren(...parsed.body.childNodes);
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(renew, 400);
  };
  // Named kinds of events reach only listeners of that name; the page names those it wants.
  for (const kind of ['message', ...region.dataset.kinds.split(' ')]) events.addEventListener(kind, soon);
  events.addEventListener('open', () => document.documentElement.classList.add('is-live'));
  events.addEventListener('error', () => document.documentElement.classList.remove('is-live'));
}

document.querySelector('[data-focus]')?.focus();

for (const form of document.querySelectorAll('form[data-warn]')) {
  let typed = false;
  form.addEventListener('input', () => {
    typed = true;
  });
  form.addEventListener('submit', () => {
    typed = false;
  });
  addEventListener('beforeunload', (event) => {
    if (typed) event.preventDefault();
  });
  const { renew } = form.dataset;
  if (renew) {
    setInterval(async () => {
      if (!typed) return;
      const answer = await fetch(renew, { method: 'POST', headers: { accept: 'application/json' } });
      const said = form.querySelector('[data-renewed]');
      if (said && !answer.ok) said.textContent = 'The lease could not be renewed: keep a copy of what you wrote.';
    }, 120_000);
  }
}
