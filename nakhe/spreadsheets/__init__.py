"""Spreadsheets of any office read into one shape: .xlsx, .xls and .csv as a Book; no Django."""
