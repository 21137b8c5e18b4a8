"""The agents' pages for the phone: plain HTML beside the app, quick and without scripts."""
