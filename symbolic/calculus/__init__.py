"""What provers share and what gives no verdict: normal forms, enclosures, slopes, points, integrals."""
