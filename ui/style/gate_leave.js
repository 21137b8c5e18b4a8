window.location.replace('/sign-in?next=' + encodeURIComponent(window.location.pathname + window.location.search));
