"""A hospital's patient portal: its records, who may see them and when, its pages, and its desk."""
