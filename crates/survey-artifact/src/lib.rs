//! Defines the file envelope and the catalogue of schemas, and reads and writes them.
