"""Face parsing for Maquette: which of 19 classes does each pixel of a face crop belong to?"""
