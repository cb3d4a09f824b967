// Whoever is asked to sign in is signed out: what other tabs still show is covered.
new BroadcastChannel("names").postMessage("out");
