"""What happened to a hospital's other patients? One module per kind of trouble, each told to whom it fits."""
