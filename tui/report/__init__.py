"""A research report to tables: documents are read into blocks, blocks into a forecast table and prose."""
