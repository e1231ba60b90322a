"""Who asks, for what, and which page comes back: patients' pages here, the desk's in `desk`."""
