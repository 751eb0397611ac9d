"""Exact real points and the normal form: a rational function over transcendental kernels, and its sign."""
