"""Cartera: the control system of a factoring company's receivables."""
