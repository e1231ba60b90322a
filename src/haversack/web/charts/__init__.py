"""Where do points, bands and ticks of a chart fall? Geometry as numbers; templates draw it as SVG attributes."""
