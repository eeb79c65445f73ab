//! A chart's data to SVG.
