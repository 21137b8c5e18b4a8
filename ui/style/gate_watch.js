if (!window.paibanWatch) {
  window.paibanWatch = window.setInterval(() => {
    fetch('/signed-in', { cache: 'no-store' }).then((answer) => {
      if (answer.status === 401) {
        window.clearInterval(window.paibanWatch);
        window.location.replace('/sign-in?next=' + encodeURIComponent(window.location.pathname + window.location.search));
      }
    }).catch(() => {});
  }, 5000);
}
