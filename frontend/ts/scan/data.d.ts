// What frontend/scanpack.mjs reads at build time from the files that the server reads too.
declare module "card-layouts" {
  const layouts: { layout: string; fields: string[]; more: boolean }[];
  export default layouts;
}
declare module "id-places" {
  const places: { provinces: string[]; countriesFrom: number };
  export default places;
}
