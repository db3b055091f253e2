ATTACH :file AS source;
